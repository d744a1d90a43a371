import { registerHooks } from 'node:module'

/** Loaded before Muster (`--import`): makes it one of another version, as whoever asks it to join hears at once. */
const CHANGED = 'core/identity/join/answer-join.ts'
const FROM = 'talk.send([1, 1, genesis'
const TO = 'talk.send([1, 2, genesis'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(CHANGED)) return loaded
    const source = new TextDecoder().decode(/** @type {Uint8Array} */ (loaded.source))
    if (!source.includes(FROM)) throw new Error(`${CHANGED} has changed: the version would be the same`)
    return { ...loaded, source: source.replace(FROM, TO) }
  },
})
