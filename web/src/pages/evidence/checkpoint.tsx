import '../../style/workbench.css'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type CheckpointDetail, useCheckpoint } from '../../api/log.ts'
import { exact } from '../../lib/format.ts'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Anchors } from './checkpoint/anchors.tsx'
import { SignatureChips } from './checkpoint/chips.tsx'
import { NoteLines } from './checkpoint/note-lines.tsx'
import { Signatures } from './checkpoint/signatures.tsx'
import { SignedRoot } from './proof/signed-root.tsx'
import { EvidencePage, useRoom } from './room.tsx'

/** One checkpoint: what it says line by line, who signed it and when, and what can be checked about it here. */
export function Component() {
  const { t } = useTranslation()
  const room = useRoom()
  const { size = '' } = useParams()
  const checkpoint = useCheckpoint(size)
  return (
    <EvidencePage
      title={t('explore.checkpointOf', { size: exact(Number(size)) })}
      chips={checkpoint.data && <SignatureChips of={checkpoint.data} />}
      actions={
        !checkpoint.isError && (
          <LinkButton primary to={`${room.consistency}?from=${size}`}>
            {t('explore.compareWithNow')}
          </LinkButton>
        )
      }
    >
      <Loaded of={checkpoint} lines={10}>
        {(data) => <Detail of={data} />}
      </Loaded>
    </EvidencePage>
  )
}

function Detail({ of }: { readonly of: CheckpointDetail }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <div className="grid g11">
        <Card title={t('common.facts')}>
          <Facts
            one
            rows={[
              { key: 'at', name: t('evidence.at'), value: <When at={of.at} /> },
              { key: 'size', name: t('explore.size'), value: exact(of.size) },
              { key: 'root', name: t('explore.root'), value: <code className="break">{of.root}</code> },
              ...(of.sm3Root === null
                ? []
                : [
                    {
                      key: 'sm3',
                      name: t('explore.sm3Root'),
                      value: <code className="break">{of.sm3Root}</code>,
                    },
                  ]),
            ]}
          />
        </Card>
        <Card title={t('explore.checkedHere')}>
          <div className="stack tight">
            <p className="muted">{t('explore.checkedHereWhy')}</p>
            <SignedRoot size={of.size} root={of.root} bare />
          </div>
        </Card>
      </div>
      <Signatures of={of} />
      <Card title={t('explore.lineByLine')} extra={<Copy text={of.note} />}>
        <NoteLines of={of} />
      </Card>
      <Anchors size={of.size} />
    </div>
  )
}
