"""What a file is, decided once: by what it holds, and never by its name; and whether anybody could open it.

May import: domain, files, ``exchange.archive``, pypdfium2. Does not belong here: what becomes of a file, or what is in
it beyond what tells its kind. Whoever takes files in, adds, checks or sends them asks here first.

``kinds`` has the words for each kind and which endings people give it; ``recognize_file`` looks at the beginning, the
end and the list of parts, and runs nothing; ``soundness`` opens a file as a reader would, in the process apart.
"""

from selfassess.exchange.recognition.content import CUT_OFF, Recognized, recognize_file
from selfassess.exchange.recognition.kinds import FileKind

__all__ = ["CUT_OFF", "FileKind", "Recognized", "recognize_file"]
