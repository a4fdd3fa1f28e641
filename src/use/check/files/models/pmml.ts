import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import { readXmlText } from '../read/sax.ts'

const KEEPS = new Set(['TrainingInstances', 'SupportVector', 'VectorInstance', 'NearestNeighborModel'])

/** PMML 4: instances and support vectors are rows; a node tells how many records it has. */
export function lookAtXmlModel(look: Look, text: string, place: string): void {
  if (!look.leaves || !/<(?:\w+:)?PMML[\s>]/.test(text)) return
  look.forPeople = true
  look.looked('rows-in-model')
  look.looked('small-leaf')
  readXmlText(text, {
    open(name, attributes) {
      if (KEEPS.has(name)) look.found('rows-in-model', within(place, `element ${name}`), { group: name })
      const records = Number(attributes['recordCount'] ?? Number.NaN)
      if (name === 'Node' && records > 0 && records < look.terms.minGroup)
        look.found('small-leaf', within(place, 'element Node'), { group: place })
    },
  })
}
