import { Button } from 'antd'
import { useFormat } from '../../../lib/use-format.ts'
import type { PolicyDraft } from '../draft.ts'
import { RuleSentence } from './rules.tsx'

interface Props {
  readonly value: PolicyDraft
  readonly onChange: (change: Partial<PolicyDraft>) => void
  readonly fields: readonly string[]
}

const without = <T,>(items: readonly T[], at: number): T[] => items.filter((_, place) => place !== at)
const replaced = <T,>(items: readonly T[], at: number, next: T): T[] =>
  items.map((one, place) => (place === at ? next : one))

/** The three kinds of rules, each a list of sentences. A policy keeps at least one permission. */
export function RuleLists({ value, onChange, fields }: Props) {
  const { t } = useFormat()
  const { permissions, prohibitions, obligations } = value
  return (
    <>
      <h4>{t('builder.permissions')}</h4>
      {permissions.map(({ actions, constraints, duties }, at) => (
        <RuleSentence
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          kind="permission"
          fields={fields}
          {...{ actions, constraints, duties }}
          onChange={(next) => onChange({ permissions: replaced(permissions, at, next) })}
          onRemove={
            permissions.length > 1 ? () => onChange({ permissions: without(permissions, at) }) : undefined
          }
        />
      ))}
      <Button
        size="small"
        className="add-rule"
        onClick={() =>
          onChange({ permissions: [...permissions, { actions: ['read'], constraints: [], duties: [] }] })
        }
      >
        {t('builder.addPermission')}
      </Button>
      <h4>{t('builder.prohibitions')}</h4>
      {prohibitions.map(({ actions, constraints, remedies }, at) => (
        <RuleSentence
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          kind="prohibition"
          fields={fields}
          {...{ actions, constraints, duties: remedies }}
          onChange={({ duties, ...next }) =>
            onChange({ prohibitions: replaced(prohibitions, at, { ...next, remedies: duties }) })
          }
          onRemove={() => onChange({ prohibitions: without(prohibitions, at) })}
        />
      ))}
      <Button
        size="small"
        className="add-rule"
        onClick={() =>
          onChange({ prohibitions: [...prohibitions, { actions: ['sell'], constraints: [], remedies: [] }] })
        }
      >
        {t('builder.addProhibition')}
      </Button>
      <h4>{t('builder.obligations')}</h4>
      {obligations.map(({ action, constraints, consequences }, at) => (
        <RuleSentence
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          kind="obligation"
          fields={fields}
          {...{ actions: [action], constraints, duties: consequences }}
          onChange={({ actions, constraints: next, duties }) =>
            onChange({
              obligations: replaced(obligations, at, {
                action: actions[0] ?? action,
                constraints: next,
                consequences: duties,
              }),
            })
          }
          onRemove={() => onChange({ obligations: without(obligations, at) })}
        />
      ))}
      <Button
        size="small"
        className="add-rule"
        onClick={() =>
          onChange({ obligations: [...obligations, { action: 'delete', constraints: [], consequences: [] }] })
        }
      >
        {t('builder.addObligation')}
      </Button>
    </>
  )
}
