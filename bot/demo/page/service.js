/* What a group tells about itself in a line: who came, who left, what it became. */
import { fullName, senderOf } from "./names.js";
import { t } from "./texts.js";

/* The first field that a message has is the one that is told. */
const TOLD = [
  ["group_chat_created", (name) => t("createdGroup", { name })],
  ["supergroup_chat_created", (name) => t("createdGroup", { name })],
  ["new_chat_members", cameIn],
  ["left_chat_member", wentOut],
  ["migrate_to_chat_id", () => t("upgraded")],
  ["migrate_from_chat_id", () => t("upgraded")],
  ["forum_topic_created", (name, { forum_topic_created: { name: title } }) =>
    t("openedTopic", { name, title: isolated(title) })],
  ["forum_topic_closed", (name) => t("closedTopic", { name })],
  ["forum_topic_reopened", (name) => t("reopenedTopic", { name })],
];

/** The line that a service message is shown as, or null when the message is none. */
export function serviceLine(message) {
  const line = TOLD.find(([field]) => message[field] !== undefined)?.[1];
  return line ? line(called(senderOf(message)), message) : null;
}

function cameIn(name, { from, new_chat_members: members }) {
  if (members.every(({ id }) => id === from.id)) return t("joined", { name });
  return t("added", { name, who: members.map(called).join(", ") });
}

function wentOut(name, { from, left_chat_member: member }) {
  return member.id === from.id ? t("left", { name }) : t("removed", { name, who: called(member) });
}

const called = (someone) => isolated(fullName(someone));

/** Whatever direction a name is written in, it does not turn the sentence around it. */
const isolated = (name) => `\u2068${name}\u2069`;
