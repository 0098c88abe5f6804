"""The PostgreSQL server that comes with Tongban, for a county without one of its own.

The server's programs come from a wheel; starting, guarding and stopping it is ours: passwords
(scram) even on the local socket, data checksums, no TCP port, and no server left behind when the
program that started it is killed.
"""
