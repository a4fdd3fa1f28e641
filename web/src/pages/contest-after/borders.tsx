import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import type { AwardListView } from '../../api/contest-after.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import type { useTitles } from './titles.ts'

const LEAST_REASON = 4

interface BordersProps {
  readonly borders: AwardListView['borders']
  readonly titles: ReturnType<typeof useTitles>
  readonly pending: boolean
  readonly onDecide: (decided: AwardListView['decisions']) => void
}

/** Equal teams at the border of an award: the organiser names who gets it, and says why. */
export function Borders({ borders, titles, pending, onDecide }: BordersProps) {
  const { t } = useFormat()
  return borders.map((border) => (
    <Card
      key={`${border.award} ${border.division ?? ''}`}
      title={t('contestAfter.tie', {
        award: titles.award(border.award),
        division: border.division === null ? '' : titles.division(border.division),
      })}
    >
      <Border border={border} pending={pending} onDecide={(one) => onDecide([one])} />
    </Card>
  ))
}

interface BorderProps {
  readonly border: AwardListView['borders'][number]
  readonly pending: boolean
  readonly onDecide: (decided: AwardListView['decisions'][number]) => void
}

function Border({ border, pending, onDecide }: BorderProps) {
  const { t } = useFormat()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const fits = chosen.length === border.places || chosen.length === border.teams.length
  const { award, division } = border
  return (
    <div className="stack tight">
      <p>{t('contestAfter.tieHint', { places: border.places, teams: border.teams.length })}</p>
      {border.teams.map((team) => (
        <Checkbox
          key={team.teamId}
          checked={chosen.includes(team.teamId)}
          onChange={({ target }) =>
            setChosen(target.checked ? [...chosen, team.teamId] : chosen.filter((one) => one !== team.teamId))
          }
        >
          {team.name} · {team.title}
        </Checkbox>
      ))}
      <Input.TextArea
        aria-label={t('contestAfter.tieReason')}
        placeholder={t('contestAfter.tieReason')}
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <span>
        <Button
          type="primary"
          loading={pending}
          disabled={!fits || reason.trim().length < LEAST_REASON}
          onClick={() => onDecide({ award, division, teamIds: [...chosen], reason: reason.trim() })}
        >
          {t('contestAfter.decide')}
        </Button>
      </span>
    </div>
  )
}
