"""Where a vault's bytes lie: ``base`` says what a store is, ``folder`` and ``memory`` are stores."""
