/** What the browser's Trusted Types give us; not yet in the DOM library. */
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown }
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
/** The page's only policy: a script must come from where the page came from. */
const policy = factory?.createPolicy('muster', {
  createScriptURL: (url) => {
    const { origin, href } = new URL(url, location.href)
    if (origin !== location.origin) throw new Error('A script from elsewhere')
    return href
  },
})

/** A script address that Trusted Types accept. @throws Error for one that is not the page's own */
export function ownScriptUrl(url: string): string {
  return (policy?.createScriptURL(url) ?? url) as string
}
