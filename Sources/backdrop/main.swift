import Glibc

ProcessorCheck.require()
StandardStreams.prepare()
LocalTime.prepare()
// Not `exit`: the clean-up functions of the libraries would run while threads of ours still end.
// Nothing is left to be flushed here; the console was.
_exit(Program.run().rawValue)
