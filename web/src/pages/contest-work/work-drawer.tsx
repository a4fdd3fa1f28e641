import { Drawer } from 'antd'
import { fileAddress, useWorkDetail, type WorkDetail } from '../../api/contest-work.ts'
import { bytes, date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { VirusChip } from './files.tsx'

interface DrawerProps {
  readonly contestId: string
  readonly round: string
  readonly teamId: string | null
  readonly onClose: () => void
}

/** What one team handed in. */
export function WorkDrawer({ contestId, round, teamId, onClose }: DrawerProps) {
  const { t } = useFormat()
  const detail = useWorkDetail(contestId, teamId, round)
  return (
    <Drawer
      open={teamId !== null}
      onClose={onClose}
      title={t('contestWork.work')}
      size="large"
      destroyOnHidden
    >
      {teamId && (
        <Loaded of={detail}>
          {(data) => (
            <div className="work">
              <p>
                {data.number} {data.team}
              </p>
              {data.versions.map((version, i) => (
                <Version key={version.id} data={data} at={i} contestId={contestId} />
              ))}
            </div>
          )}
        </Loaded>
      )}
    </Drawer>
  )
}

function Version({
  data,
  at,
  contestId,
}: {
  readonly data: WorkDetail
  readonly at: number
  readonly contestId: string
}) {
  const { t, name } = useFormat()
  const version = data.versions[at]!
  const looked = new Map(data.files.map((file) => [file.id, file]))
  return (
    <section className="card">
      <div className="row">
        <b>{t('contestWork.version', { version: version.version })}</b>
        {at === 0 && <Chip meaning="ok">{t('contestWork.counts')}</Chip>}
        {version.late && <Chip meaning="warn">{t('contestWork.inGrace')}</Chip>}
        <span className="faint">{date(version.submittedAt)}</span>
      </div>
      <span className="work-hash">{version.digest}</span>
      {data.form
        .filter(({ code }) => version.fields[code])
        .map((field) => (
          <div key={field.code}>
            <b>{name(field.titleZh, field.titleEn)}</b>
            <p className="hint-text">{version.fields[field.code]}</p>
          </div>
        ))}
      {version.files.map((file) => {
        const check = looked.get(file.id)
        return (
          <div key={file.id} className="row">
            {check?.virus === 'found' ? (
              <span>{file.name}</span>
            ) : (
              <a href={fileAddress(contestId, data.teamId, file.id)} download>
                {file.name}
              </a>
            )}
            <span className="faint">{bytes(file.bytes)}</span>
            {check?.virus && <VirusChip virus={check.virus} />}
            {(check?.check?.macros.length ?? 0) > 0 && (
              <Chip meaning="warn">{t('contestWork.file.macros')}</Chip>
            )}
          </div>
        )
      })}
    </section>
  )
}
