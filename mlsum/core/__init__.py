"""The values that travel, errors, plug-ins: what every other room stands on."""
