// node --import this dist/app/main.mjs: whatever imports 'electron' gets the stand-in.
import { registerHooks } from 'node:module'

const double = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
})
