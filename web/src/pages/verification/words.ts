import type { TFunction } from 'i18next'
import { exact } from '../../lib/format.ts'

interface Band {
  readonly from: number
  readonly until: number | null
  readonly unit: string
}

/** `12–35 months`, `36 months and more`, `0 months`. */
export function bandText({ from, until, unit }: Band, t: TFunction): string {
  const word = t(`verification.unit.${unit}`)
  if (until === null) return t('verification.bandOpen', { from: exact(from), unit: word })
  return from === until
    ? t('verification.bandOne', { from: exact(from), unit: word })
    : t('verification.band', { from: exact(from), until: exact(until), unit: word })
}
