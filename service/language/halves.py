"""Half characters: JSON can spell one (\\ud800), no text can hold it, and no file keep it."""

import re

LONE = re.compile("[\ud800-\udfff]")
