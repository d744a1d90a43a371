/** Names of the messages between the main process and the preload script. There are no others. */
export const TO_PAGE = { port: 'muster:port', closed: 'muster:closed', link: 'muster:link' } as const
export const TO_MAIN = { ready: 'muster:ready' } as const
