import Glibc

ProcessorCheck.require()
StandardStreams.prepare()
exit(Program.run().rawValue)
