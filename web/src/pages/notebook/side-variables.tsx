import { useEffect } from 'react'
import { useVariables } from '../../api/seats.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'

/** What the interpreter holds now; asked again whenever a cell has ended. */
export function SideVariables({ seatId, ended }: { readonly seatId: string; readonly ended: number }) {
  const { t } = useFormat()
  const variables = useVariables(seatId, true)
  const { refetch } = variables
  useEffect(() => {
    if (ended > 0) void refetch()
  }, [ended, refetch])
  return (
    <Loaded of={variables} lines={5}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('notebook.noVariables')} hint={t('notebook.noVariablesHint')} />
        ) : (
          <ul className="items variables">
            {items.map((one) => (
              <li key={one.name}>
                <span>
                  <code>{one.name}</code> <span className="faint">{one.type}</span>
                  <div className="faint look">{one.look}</div>
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
