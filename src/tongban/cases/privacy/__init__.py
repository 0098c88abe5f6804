"""What people ask about their own data (个人信息保护法 art. 44 to 50), how long it is kept, and legal holds."""
