"""The store below a vault: ``base`` is the protocol, ``folder`` and ``memory`` are stores."""
