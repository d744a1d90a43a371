/** What a text tries when it is taken for something else. `u` is an address of the canary, without its scheme. */
const ATTACKS: readonly ((u: string) => string)[] = [
  (u) => `<img src=${u} onerror=alert(1)>`,
  (u) => `<script src=${u}></script>`,
  (u) => `<svg onload=fetch('${u}')><image href=${u} /></svg>`,
  (u) => `javascript:fetch('${u}')//`,
  (u) => `data:text/html,<script>fetch('http:${u}')</script>`,
  (u) => `"><a href=http:${u} autofocus onfocus=open(this)>x</a>`,
  (u) => `' style='background:url(${u})`,
  (u) => `</style><style>*{background:url(${u})}`,
  (u) => `<iframe src=${u} srcdoc="<img src=${u}>"></iframe>`,
  (u) => `<meta http-equiv=refresh content="0;url=${u}"><base href=${u}>`,
  (u) => `<link rel=stylesheet href=${u}><form action=${u}><button autofocus>`,
  (u) => '${fetch(`' + u + '`)} {{constructor.constructor(`fetch("' + u + '")`)()}}',
  (u) => `{count, plural, one {<0>${u}</0>} other {#}} {name} <0/> {`,
  (u) => `[x](javascript:fetch('${u}')) ![x](http:${u}) [x]: http:${u} <http:${u}>`,
  (u) => `__proto__ constructor ${u}`,
  (u) => `\u202Egpj.evil\u202D \u2067\u2066 ${u}`,
  (u) => `a\u200Bb\uFEFFc\u2060\u00AD\u{E0041} ${u}`,
  (u) => `\u0007\u001B[31m\u009B2J\u0085\u0000 ${u}`,
  (u) => `${'Ẅ'.repeat(90)}${'مم'.repeat(40)} ${u}`,
]

/** An address of the canary that tells which text it came from. */
export function canaryAddress(port: number, mark: number): string {
  return `//127.1:${port}/x${mark}x`
}

/**
 * A text of at most `max` UTF-16 units out of as many attacks as fit.
 * @param from the attack to begin with; those after it follow, round and round
 */
export function hostileText(address: string, { max, from }: { max: number; from: number }): string {
  let text = ''
  for (let step = 0; step < ATTACKS.length; step++) {
    const next = ATTACKS[(from + step) % ATTACKS.length]!(address)
    if (text.length + next.length + 1 <= max) text = text === '' ? next : `${text} ${next}`
  }
  return text
}
