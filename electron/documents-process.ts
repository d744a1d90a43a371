import '../core/engine/documents-process.ts'
import { leaveNoCoreDump } from '../core/shared/core-dumps.ts'

/**
 * The documents process as the desktop app starts it: what a child process gets over its channel comes by a port that the
 * main process hands over first.
 */
leaveNoCoreDump()
process.parentPort.once('message', ({ ports: [port] }) => {
  if (port === undefined) return
  process.send = (message: unknown) => {
    port.postMessage(message)
    return true
  }
  port.on('message', ({ data }) => process.emit('message', data, undefined))
  port.on('close', () => process.exit(0)) // whoever asked for it is gone
  port.start()
})
