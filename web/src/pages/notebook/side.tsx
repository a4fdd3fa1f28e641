import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SeatFiles } from '../seats/files.tsx'
import { SideNotebooks } from './side-notebooks.tsx'
import { SideTables } from './side-tables.tsx'
import { SideVariables } from './side-variables.tsx'
import type { Pieces } from './use-desk.ts'

const TABS = ['tables', 'notebooks', 'files', 'variables'] as const

interface SideProps {
  readonly seatId: string
  readonly notebookId: string
  /** Changes whenever a cell has ended. */
  readonly ended: number
  readonly onOpen: (id: string) => void
  readonly onPick: (pieces: Pieces) => void
}

/** Beside the cells: the dictionary, the notebooks, the files, the variables. */
export function Side({ seatId, notebookId, ended, onOpen, onPick }: SideProps) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<(typeof TABS)[number]>('tables')
  return (
    <div className="side-tabs">
      <Segmented
        block
        size="small"
        aria-label={t('notebook.side')}
        value={tab}
        onChange={setTab}
        options={TABS.map((value) => ({ value, label: t(`notebook.tab.${value}`) }))}
      />
      {tab === 'tables' && <SideTables seatId={seatId} onPick={onPick} />}
      {tab === 'notebooks' && <SideNotebooks seatId={seatId} open={notebookId} onOpen={onOpen} />}
      {tab === 'files' && <SeatFiles seatId={seatId} compact />}
      {tab === 'variables' && <SideVariables seatId={seatId} ended={ended} />}
    </div>
  )
}
