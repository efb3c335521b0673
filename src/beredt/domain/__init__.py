"""Pure thinking: values in, values out. No framework, file, network, clock or global randomness."""
