"""The roof: settings, addresses, command line, and the wiring that ties rooms together."""
