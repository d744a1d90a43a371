import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { SqliteStore } from '../../core/documents/store/sqlite-store.ts'
import { MemoryStore } from '../helpers/memory-store.ts'

import { complyAsStore } from './store.ts'

complyAsStore('the store in memory', async () => {
  const store = new MemoryStore()
  return { store, reopen: () => store, dispose: async () => undefined }
})

complyAsStore('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-store-'))
  const open = () => new SqliteStore({ path: join(folder, 'store.sqlite') })
  return { store: open(), reopen: open, dispose: async () => rmSync(folder, { recursive: true }) }
})
