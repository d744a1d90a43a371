import { useT } from '../../i18n/i18n-context.tsx'

/** What is wrong with the fields of a plan, in words. */
export function usePlanErrors(wrong: readonly ('summary' | 'end')[]): { summary?: string; end?: string } {
  const t = useT()
  return {
    ...(wrong.includes('summary') && { summary: t('field.required') }),
    ...(wrong.includes('end') && { end: t('plan.end.wrong') }),
  }
}
