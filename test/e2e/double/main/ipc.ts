import { EventEmitter } from 'node:events'

/** Messages from preload scripts, `send` only: the app answers nothing that is invoked. */
export const ipcMain = new EventEmitter()
