@rem The "exec" of npm scripts for cmd.exe, which has none; in a POSIX shell it lets npm signal the launcher itself.
@%*
