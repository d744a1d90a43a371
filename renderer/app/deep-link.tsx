import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'

import type { EngineConnection } from '../bridge/connect.ts'

interface DeepLink {
  /** An invite code that came from outside and waits for the person's own yes. */
  readonly code: string | undefined
  take: () => void
}

const DeepLinkContext = createContext<DeepLink>({ code: undefined, take: () => undefined })

/** Keeps the newest invite link until the Join screen has shown it. */
export function DeepLinkProvider({ onLink, children }: { onLink: EngineConnection['onLink']; children: ReactNode }) {
  const [code, setCode] = useState<string>()
  useEffect(() => onLink(setCode), [onLink])
  const value = useMemo(() => ({ code, take: () => setCode(undefined) }), [code])
  return <DeepLinkContext value={value}>{children}</DeepLinkContext>
}

export function useDeepLink(): DeepLink {
  return use(DeepLinkContext)
}
