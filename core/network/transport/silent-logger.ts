import type { ComponentLogger, Logger } from '@libp2p/interface'

const silent: Logger = Object.assign(() => undefined, {
  enabled: false,
  error: () => undefined,
  trace: () => undefined,
  newScope: () => silent,
})

/** libp2p's own log goes nowhere: it names peers and addresses (docs/THREATS.md, "Logging"). */
export const silentLogger: ComponentLogger = { forComponent: () => silent }
