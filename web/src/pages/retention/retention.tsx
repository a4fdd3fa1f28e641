import { useTranslation } from 'react-i18next'
import { useRetention } from '../../api/retention.ts'
import { exact } from '../../lib/format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { Destructions } from './destructions.tsx'
import { Holds } from './holds.tsx'
import { Rules } from './rules.tsx'

/** How long the content beside the log is kept, what is held back from destruction, and what was destroyed. */
export function Component() {
  const { t } = useTranslation()
  const retention = useRetention()
  const { data } = retention
  return (
    <Page
      title={t('shell.retention')}
      sub={t('retention.about')}
      chips={
        data && (
          <>
            <Chip meaning={data.due > 0 ? 'warn' : 'ok'}>
              {data.due > 0 ? t('retention.due', { entries: exact(data.due) }) : t('retention.noneDue')}
            </Chip>
            <Chip>{t('retention.version', { version: data.version })}</Chip>
          </>
        )
      }
    >
      <Loaded of={retention} lines={10}>
        {(all) => (
          <div className="stack">
            <Destructions of={all} />
            <Holds of={all.holds} />
            <Rules of={all.rules} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
