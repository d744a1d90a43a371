import { inflateSync } from 'node:zlib'

/** What of a PDF as Chromium writes it (Skia: one object after another, none of them packed) the tests look at. */
export interface Pdf {
  readonly pages: number
  /** Whether it carries its structure: headings, lists, reading order. */
  readonly tagged: boolean
  readonly language: string | undefined
  /** Kinds of its structure elements: `H2`, `L`, `LI`, … */
  readonly structure: ReadonlySet<string>
  /** Names of fonts, and whether each is in the file. */
  readonly fonts: readonly { readonly name: string; readonly embedded: boolean }[]
  /** All that is written on its pages, without spaces. */
  readonly text: string
  readonly producerKeepsTitle: string | undefined
}

export function readPdf(bytes: Buffer): Pdf {
  const raw = bytes.toString('latin1')
  const objects = new Map(
    [...raw.matchAll(/^(\d+) 0 obj\s([\s\S]*?)\nendobj/gm)].map(([, id, body]) => [Number(id), body!]),
  )
  const bodies = [...objects.values()]
  const pages = bodies.filter((body) => /\/Type \/Page\b/.test(body))
  const descendants = bodies.filter((body) => /\/Type \/Font\b/.test(body) && /\/Subtype \/Type0/.test(body))
  const glyphs = new Map<string, ReadonlyMap<number, string>>()
  for (const [id, body] of objects) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(body)?.[1]
    if (unicode !== undefined) glyphs.set(`F${id}`, readCmap(streamOf(objects.get(Number(unicode))!)))
  }
  return {
    pages: pages.length,
    tagged: /\/MarkInfo/.test(raw) && /\/Type \/StructTreeRoot/.test(raw),
    language: /\/Lang \(([^)]*)\)/.exec(raw)?.[1],
    structure: new Set(bodies.flatMap((body) => /\/Type \/StructElem[\s\S]*?\/S \/(\w+)/.exec(body)?.[1] ?? [])),
    fonts: descendants.map((body) => ({
      name: /\/BaseFont \/(\S+)/.exec(body)![1]!,
      embedded: isEmbedded(objects, body),
    })),
    text: pages.map((body) => textOf(objects, body, glyphs)).join(''),
    producerKeepsTitle: /\/Title \(([^)]*)\)/.exec(raw)?.[1],
  }
}

function isEmbedded(objects: ReadonlyMap<number, string>, font: string): boolean {
  const child = objects.get(Number(/\/DescendantFonts \[(\d+) 0 R\]/.exec(font)?.[1]))
  const descriptor = objects.get(Number(/\/FontDescriptor (\d+) 0 R/.exec(child ?? '')?.[1]))
  return /\/FontFile[23]? \d+ 0 R/.test(descriptor ?? '')
}

/** By its length: what is compressed may end as a line does. */
function streamOf(body: string): string {
  const from = /stream\r?\n/.exec(body)!
  const start = from.index + from[0].length
  const bytes = Buffer.from(body.slice(start, start + Number(/\/Length (\d+)/.exec(body)![1])), 'latin1')
  return /\/FlateDecode/.test(body) ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1')
}

/** Characters by glyph (PDF 32000, 9.10.3). */
function readCmap(cmap: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const text = (hex: string): string =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)))
  for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph, hex] of block!.matchAll(/<(\w+)> <(\w+)>/g)) found.set(Number.parseInt(glyph!, 16), text(hex!))
  for (const [, block] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from, to, hex] of block!.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      const [first, last] = [Number.parseInt(from!, 16), Number.parseInt(to!, 16)]
      const begin = Number.parseInt(hex!, 16)
      for (let glyph = first; glyph <= last; glyph++) found.set(glyph, String.fromCharCode(begin + glyph - first))
    }
  return found
}

function textOf(
  objects: ReadonlyMap<number, string>,
  page: string,
  glyphs: ReadonlyMap<string, ReadonlyMap<number, string>>,
): string {
  const content = streamOf(objects.get(Number(/\/Contents (\d+) 0 R/.exec(page)![1]))!)
  let font: ReadonlyMap<number, string> = new Map()
  let text = ''
  for (const [, name, shown, list] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<(\w+)>\s*Tj|\[([^\]]*)\]\s*TJ/g)) {
    if (name !== undefined) font = glyphs.get(name) ?? new Map()
    const hex = shown ?? [...(list ?? '').matchAll(/<(\w+)>/g)].map(([, part]) => part).join('')
    for (const glyph of hex.match(/.{4}/g) ?? []) text += font.get(Number.parseInt(glyph, 16)) ?? ''
  }
  return text.replaceAll(/[\s\u00a0\u2066-\u2069\u200e\u200f]/g, '')
}
