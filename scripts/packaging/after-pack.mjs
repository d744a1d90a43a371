import path from 'node:path'

import { flipFuses } from '@electron/fuses'

import { FUSES } from './fuses.mjs'

/**
 * Called by electron-builder, by this name, when a folder is packed and before it is signed.
 * @param {{ appOutDir: string, electronPlatformName: string, packager: { appInfo: { productFilename: string },
 *   executableName?: string } }} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  const file = { darwin: `${name}.app`, win32: `${name}.exe` }[electronPlatformName] ?? packager.executableName ?? name
  await flipFuses(path.join(appOutDir, file), FUSES)
}
