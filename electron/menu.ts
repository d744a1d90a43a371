import type { MenuItemConstructorOptions } from 'electron'

/** Hidden behind Alt except on macOS: it is there for the keys of editing and of zooming, which people need to read. */
export function appMenu(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    // the window's own close button only puts it away: here is the end of the program
    ...(platform === 'darwin' ? [] : [{ role: 'fileMenu' } as const]),
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
    },
    { role: 'windowMenu' },
  ]
}
