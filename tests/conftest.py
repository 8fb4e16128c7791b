"""What holds for every test."""

from hypothesis import settings

# A busy machine is no defect of the code under test. (Hypothesis itself is repeatable under CI.)
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
