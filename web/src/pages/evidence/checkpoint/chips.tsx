import { useTranslation } from 'react-i18next'
import type { CheckpointItem, SignatureKind } from '../../../api/log.ts'
import { Chip } from '../../../parts/chip.tsx'

const OWN = ['log-ed25519', 'log-sm2'] as const satisfies readonly SignatureKind[]

/** Who signed, in a few words: the log's own keys, then how many witnesses. */
export function SignatureChips({ of }: { readonly of: Pick<CheckpointItem, 'signatures' | 'witnessed'> }) {
  const { t } = useTranslation()
  const witnesses = of.signatures.filter((one) => one.kind === 'witness')
  const good = witnesses.filter((one) => one.valid).length
  return (
    <span className="row tight">
      {OWN.flatMap((kind) => of.signatures.filter((one) => one.kind === kind)).map((one) => (
        <Chip key={one.kind + one.keyId} meaning={one.valid ? 'ok' : 'no'}>
          {t(`explore.kind.${one.kind}`)}
        </Chip>
      ))}
      <Chip meaning={witnesses.length > good ? 'no' : of.witnessed ? 'seal' : 'warn'}>
        {t('explore.witnessCount', { count: good })}
      </Chip>
    </span>
  )
}

export function AnchorChips({ of }: { readonly of: Pick<CheckpointItem, 'anchors'> }) {
  const { t } = useTranslation()
  if (of.anchors.length === 0) return <span className="faint">{t('explore.noAnchor')}</span>
  return (
    <span className="row tight">
      {of.anchors.map((anchor) => (
        <Chip key={`${anchor.driver}${anchor.at}`} meaning="seal" title={anchor.authority ?? undefined}>
          {t('explore.stamped')}
        </Chip>
      ))}
    </span>
  )
}
