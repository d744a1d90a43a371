import { useEffect } from 'react'
import { useLocation } from 'wouter'

import { useDeepLink } from './deep-link.tsx'

/** Opens the Join screen when an invite link arrives; it joins nothing by itself. */
export function useDeepLinkToJoin(): void {
  const { code } = useDeepLink()
  const [, navigate] = useLocation()
  useEffect(() => {
    if (code !== undefined) navigate('/join')
  }, [code, navigate])
}
