"""The casebook: lock → known command? → apply → case + events + outcome + feed rows, in one transaction."""
