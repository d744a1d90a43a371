import { registerHooks } from 'node:module'

/**
 * Loaded before Muster (`--import`): makes it that of a member who has changed their copy. Where an edit gives `writes`, they
 * are signed and passed on as they are, with nothing checked and nothing cleaned.
 */
const CHANGED = 'core/domain/edits/edit.ts'
/** @type {readonly (readonly [from: string, to: string])[]} */
const CHANGES = [
  ['edit.run(record, parseInput(edit.input, raw), ctx)', 'raw.writes ?? edit.run(record, raw, ctx)'],
  ['create.run(blank, parseInput(create.input, raw), ctx)', 'raw.writes ?? create.run(blank, raw, ctx)'],
]

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(CHANGED)) return loaded
    const source = CHANGES.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${CHANGED} has changed: nothing would be modified`)
      return text.replace(from, to)
    }, String(loaded.source))
    return { ...loaded, source }
  },
})
