"""Settings for all tests."""

from hypothesis import settings

# A property is about results, not about how busy the machine is.
settings.register_profile("mlsum", deadline=None)
settings.load_profile("mlsum")
