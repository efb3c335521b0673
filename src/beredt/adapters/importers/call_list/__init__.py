"""Call lists as workbooks: written for the telephone, read back as verified values."""
