/** Names of the messages between the main process and the preload script. There are no others. */
export const TO_PAGE = { port: 'muster:port', closed: 'muster:closed', link: 'muster:link', pdf: 'muster:pdf' } as const
export const TO_MAIN = { ready: 'muster:ready', pdf: 'muster:save-pdf' } as const
