// The pictures the page uses, of Microsoft's Fluent System Icons; only those named here are in the page.

export { default as arrowDownload } from "@fluentui/svg-icons/icons/arrow_download_20_regular.svg?raw";
export { default as arrowLeft } from "@fluentui/svg-icons/icons/arrow_left_20_regular.svg?raw";
export { default as arrowReset } from "@fluentui/svg-icons/icons/arrow_reset_20_regular.svg?raw";
export { default as arrowSync } from "@fluentui/svg-icons/icons/arrow_sync_20_regular.svg?raw";
export { default as arrowUp } from "@fluentui/svg-icons/icons/arrow_up_16_regular.svg?raw";
export { default as building } from "@fluentui/svg-icons/icons/building_24_regular.svg?raw";
export { default as calendarEmpty } from "@fluentui/svg-icons/icons/calendar_empty_48_regular.svg?raw";
export { default as call } from "@fluentui/svg-icons/icons/call_24_regular.svg?raw";
export { default as callDismiss } from "@fluentui/svg-icons/icons/call_dismiss_20_regular.svg?raw";
export { default as callEmpty } from "@fluentui/svg-icons/icons/call_48_regular.svg?raw";
export { default as callFilled } from "@fluentui/svg-icons/icons/call_24_filled.svg?raw";
export { default as callInbound } from "@fluentui/svg-icons/icons/call_inbound_20_regular.svg?raw";
export { default as callInternal } from "@fluentui/svg-icons/icons/people_swap_20_regular.svg?raw";
export { default as callMissed } from "@fluentui/svg-icons/icons/call_missed_20_regular.svg?raw";
export { default as callOutbound } from "@fluentui/svg-icons/icons/call_outbound_20_regular.svg?raw";
export { default as checkmark } from "@fluentui/svg-icons/icons/checkmark_16_filled.svg?raw";
export { default as checkmarkCircle } from "@fluentui/svg-icons/icons/checkmark_circle_20_filled.svg?raw";
export { default as checkmarkCircle48 } from "@fluentui/svg-icons/icons/checkmark_circle_48_regular.svg?raw";
export { default as chevronDown } from "@fluentui/svg-icons/icons/chevron_down_20_regular.svg?raw";
export { default as chevronLeft20 } from "@fluentui/svg-icons/icons/chevron_left_20_regular.svg?raw";
export { default as chevronRight } from "@fluentui/svg-icons/icons/chevron_right_16_regular.svg?raw";
export { default as chevronRight20 } from "@fluentui/svg-icons/icons/chevron_right_20_regular.svg?raw";
export { default as clock } from "@fluentui/svg-icons/icons/clock_20_regular.svg?raw";
export { default as copy } from "@fluentui/svg-icons/icons/copy_20_regular.svg?raw";
export { default as dismiss } from "@fluentui/svg-icons/icons/dismiss_20_regular.svg?raw";
export { default as eye } from "@fluentui/svg-icons/icons/eye_20_regular.svg?raw";
export { default as eyeOff } from "@fluentui/svg-icons/icons/eye_off_20_regular.svg?raw";
export { default as folderOpen } from "@fluentui/svg-icons/icons/folder_open_20_regular.svg?raw";
export { default as globe } from "@fluentui/svg-icons/icons/globe_20_regular.svg?raw";
export { default as home } from "@fluentui/svg-icons/icons/home_24_regular.svg?raw";
export { default as homeFilled } from "@fluentui/svg-icons/icons/home_24_filled.svg?raw";
export { default as info } from "@fluentui/svg-icons/icons/info_20_filled.svg?raw";
export { default as link } from "@fluentui/svg-icons/icons/link_20_regular.svg?raw";
export { default as linkDismiss } from "@fluentui/svg-icons/icons/link_dismiss_20_regular.svg?raw";
export { default as lock } from "@fluentui/svg-icons/icons/lock_closed_16_regular.svg?raw";
export { default as mail } from "@fluentui/svg-icons/icons/mail_20_regular.svg?raw";
export { default as open } from "@fluentui/svg-icons/icons/open_20_regular.svg?raw";
export { default as pause } from "@fluentui/svg-icons/icons/pause_20_regular.svg?raw";
export { default as person } from "@fluentui/svg-icons/icons/person_24_regular.svg?raw";
export { default as play } from "@fluentui/svg-icons/icons/play_20_regular.svg?raw";
export { default as questionCircle } from "@fluentui/svg-icons/icons/question_circle_24_regular.svg?raw";
export { default as questionCircleFilled } from "@fluentui/svg-icons/icons/question_circle_24_filled.svg?raw";
export { default as search } from "@fluentui/svg-icons/icons/search_20_regular.svg?raw";
export { default as searchEmpty } from "@fluentui/svg-icons/icons/search_48_regular.svg?raw";
export { default as settings } from "@fluentui/svg-icons/icons/settings_24_regular.svg?raw";
export { default as settingsFilled } from "@fluentui/svg-icons/icons/settings_24_filled.svg?raw";
export { default as shieldCheckmark } from "@fluentui/svg-icons/icons/shield_checkmark_20_regular.svg?raw";
export { default as stethoscope } from "@fluentui/svg-icons/icons/stethoscope_20_regular.svg?raw";
export { default as subtractCircle } from "@fluentui/svg-icons/icons/subtract_circle_20_filled.svg?raw";
export { default as warning } from "@fluentui/svg-icons/icons/warning_20_filled.svg?raw";

/** The tray's stop sign with a cross, which Fluent lacks. */
export const stopSign =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill-rule="evenodd" d="M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3zM29.2 16.2L24 21.3 18.8 16.2 16.2 18.8 21.3 24 16.2 29.2 18.8 31.8 24 26.7 29.2 31.8 31.8 29.2 26.7 24 31.8 18.8z"/></svg>';
