"""Forms of the commune's pages: what a field is called and how it is typed; the rules are in domain."""
