// What a record of Dynamics looks like and is called.

import type { CallAction, Entity, RecordLine } from "../bindings";
import { building20, lead, person20 } from "../components/icons";
import type { Say } from "../words/catalogue";

export const ENTITIES: Record<Entity, string> = {
  contact: "corrections-entity-contact",
  account: "corrections-entity-account",
  lead: "corrections-entity-lead",
};

export const PICTURES: Record<Entity, string> = { contact: person20, account: building20, lead };

/** A record for those who hear it, with its kind at the end where nothing else tells it. */
export function spoken({ name, about, why, entity }: RecordLine, say: Say): string {
  const kind = say(ENTITIES[entity]);
  return [name, about, why, about === kind ? null : kind].filter((part) => part !== null).join(", ");
}

export function choosing({ entity, id }: RecordLine): CallAction {
  return { kind: "choose", entity, id };
}
