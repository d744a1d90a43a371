import { EventEmitter } from 'node:events'

import type { MessagePortMain } from 'electron'
import { expect, test } from 'vitest'

import { portChannel } from '../../electron/engine/port-channel.ts'

/** Gives what waits in it the moment it is started. */
class PortInWait extends EventEmitter {
  start(): void {
    this.emit('message', { data: 'called early', ports: [] })
  }
}

test('what a page called before the engine was there is heard', () => {
  const heard: unknown[] = []
  portChannel(new PortInWait() as unknown as MessagePortMain).onMessage((message) => heard.push(message))
  expect(heard).toEqual(['called early'])
})
