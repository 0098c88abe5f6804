"""Messages to people's phones: templates, the outbox, transports."""
