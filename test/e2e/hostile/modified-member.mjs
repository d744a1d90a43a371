import { registerHooks } from 'node:module'

/**
 * Loaded before Muster (`--import`): makes it that of a member who has changed their copy. Where an edit gives `writes`, they
 * are signed and passed on as they are, with nothing checked and nothing cleaned; names are not cleaned either, and it goes by its
 * own clock whatever others' say.
 */
/** @type {Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>} */
const CHANGES = {
  'core/domain/edits/edit.ts': [
    ['edit.run(record, parseInput(edit.input, raw), ctx)', 'raw.writes ?? edit.run(record, raw, ctx)'],
    ['create.run(blank, parseInput(create.input, raw), ctx)', 'raw.writes ?? create.run(blank, raw, ctx)'],
  ],
  'core/engine/network/network-clock.ts': [['return this.#base.now() + this.#correction', 'return this.#base.now()']],
  'core/bridge/contract/parts.ts': [['.transform(cleanLabel)', '']],
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const changed = Object.keys(CHANGES).find((file) => url.endsWith(file))
    if (changed === undefined) return loaded
    const source = (CHANGES[changed] ?? []).reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${changed} has changed: nothing would be modified`)
      return text.replace(from, to)
    }, new TextDecoder().decode(/** @type {Uint8Array} */ (loaded.source)))
    return { ...loaded, source }
  },
})
