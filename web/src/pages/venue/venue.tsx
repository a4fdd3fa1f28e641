import './venue.css'
import { Tabs } from 'antd'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Page } from '../../parts/page.tsx'
import { Attendance } from './attendance.tsx'
import { Patrols } from './patrols.tsx'
import { Terminals } from './terminals.tsx'

/** The closed venue: who is in it, its places of work, the rounds of those who watch it. Made for a tablet at the door. */
export function Component() {
  const { t } = useFormat()
  const { values, set } = useFilters()
  return (
    <Page title={t('venue.title')} sub={t('venue.about')}>
      <Tabs
        activeKey={values.tab ?? 'attendance'}
        onChange={(tab) => set({ tab: tab === 'attendance' ? undefined : tab })}
        destroyOnHidden
        items={[
          { key: 'attendance', label: t('venue.attendance'), children: <Attendance /> },
          { key: 'terminals', label: t('venue.terminals'), children: <Terminals /> },
          { key: 'patrols', label: t('venue.patrols'), children: <Patrols /> },
        ]}
      />
    </Page>
  )
}
