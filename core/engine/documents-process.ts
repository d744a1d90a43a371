/** The documents process for shells that bundle it as a program of their own. */
import '../documents/automerge/host.ts'
