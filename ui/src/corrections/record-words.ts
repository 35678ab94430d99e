// What a record of Dynamics looks like and is called.

import type { CallAction, Entity, RecordLine } from "../bindings";
import { building20, lead, person20 } from "../components/icons";

export const ENTITIES: Record<Entity, string> = {
  contact: "corrections-entity-contact",
  account: "corrections-entity-account",
  lead: "corrections-entity-lead",
};

export const PICTURES: Record<Entity, string> = { contact: person20, account: building20, lead };

export function choosing({ entity, id }: RecordLine): CallAction {
  return { kind: "choose", entity, id };
}
