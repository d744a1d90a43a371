import type { Page } from 'playwright-core'

/** What a screen was made of, as far as a text could have made it. */
export interface Seen {
  /** All that can be read on it. */
  readonly text: string
  /** What no text may bring about, one a line. */
  readonly wrong: string[]
}

/** Looks at the page as it is now. `canary` stands in every hostile text. */
export function lookAt(page: Page, canary: string): Promise<Seen> {
  return page.evaluate((address) => {
    const wrong: string[] = []
    const own = location.origin
    const READ = new Set(['title', 'value', 'placeholder', 'alt', 'data-value'])
    const outline = (element: Element): string => element.outerHTML.slice(0, 200)
    for (const element of document.querySelectorAll('*')) {
      if (
        /^(?:iframe|frame|object|embed|base|applet|portal|math|foreignobject|animate|set|use)$/i.test(element.localName)
      )
        wrong.push(`element: ${outline(element)}`)
      if (element.localName === 'meta' && element.hasAttribute('http-equiv')) wrong.push(`element: ${outline(element)}`)
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || name === 'srcdoc') wrong.push(`handler: ${outline(element)}`)
        if (value.includes(address) && !READ.has(name) && !name.startsWith('aria-'))
          wrong.push(`attribute ${name}: ${outline(element)}`)
        if (name === 'style' && /url\(|expression/i.test(value)) wrong.push(`style: ${outline(element)}`)
        const isLink = name === 'href' || name === 'xlink:href' || name === 'action' || name === 'formaction'
        if (isLink && !isSoundLink(value)) wrong.push(`link: ${outline(element)}`)
        const isSource = name === 'src' || name === 'srcset' || name === 'poster' || name === 'data'
        if (isSource && !value.startsWith('blob:') && new URL(value, own).origin !== own)
          wrong.push(`source: ${outline(element)}`)
      }
    }
    for (const { name } of performance.getEntriesByType('resource'))
      if (!name.startsWith(own) && !name.startsWith('blob:')) wrong.push(`request: ${name.slice(0, 80)}`)
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      // What is being edited stays as it is stored: its places are those of the document.
      if (node.parentElement?.closest('textarea, script, style') !== null) continue
      const found = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\uFEFF\uFFF9-\uFFFB]/.exec(
        node.nodeValue ?? '',
      )
      if (found === null) continue
      const code = found[0].charCodeAt(0).toString(16)
      wrong.push(`unseen character ${code}: ${node.parentElement === null ? '' : outline(node.parentElement)}`)
    }
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
    if (over > 0) wrong.push(`wider than the window by ${over} px`)
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
    return { text: [document.body.innerText, ...fields.map(({ value }) => value)].join('\n'), wrong }

    function isSoundLink(link: string): boolean {
      if (link.startsWith('tel:')) return /^tel:\+[1-9][0-9]{3,14}$/.test(link)
      if (link.startsWith('mailto:')) return /^mailto:[A-Za-z0-9._+%-]+@[A-Za-z0-9.-]+$/.test(link)
      return link.startsWith('#') || new URL(link, own).origin === own
    }
  }, canary)
}
