"""Settings for all tests."""

import os
import tempfile

from hypothesis import settings

# Models and memory of the person who runs the tests play no part in them.
os.environ["MLSUM_HOME"] = tempfile.mkdtemp(prefix="mlsum-tests-")

# A property is about results, not about how busy the machine is.
settings.register_profile("mlsum", deadline=None)
settings.load_profile("mlsum")
