# bash completion for hivectl(1)

_hivectl() {
    local commands='setup status summary report start stop restart monitor unmonitor validate procmatch logs events top alerts wait health sync guard ban unban banned proxy tls monitrc backup restore control reload reexec shutdown quit version help'
    local word=${COMP_WORDS[COMP_CWORD]} command= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -*) ;;
        *)
            command=${COMP_WORDS[i]}
            break
            ;;
        esac
    done

    local choices=
    case $command in
    '') choices="$commands --json --no-color --help --version" ;;
    setup) choices='--yes admin= admin_password_file= source= source_user= source_password_file= host= tls_port= mail= mail_server= mail_user= mail_password_file= safe=' ;;
    status | summary) choices="$(_hivectl_services) -g" ;;
    start | stop | restart | monitor | unmonitor) choices="$(_hivectl_services) all -g" ;;
    report) choices='up down initialising unmonitored total' ;;
    alerts) choices='list firing ack mute unmute test -n --time' ;;
    top) choices='-n' ;;
    proxy) choices='status connections upstreams locations' ;;
    tls) choices='self-signed' ;;
    monitrc | backup | restore)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    logs) choices="$(_hivectl_services) -f -n" ;;
    events) choices="$(_hivectl_services) -f -n" ;;
    wait) choices='--timeout' ;;
    sync) choices='now status verify rebuild quarantine check backup --yes -n' ;;
    guard) choices='status top why undo ban safe arm dry-run model replay add remove reload network agent path user --remember --time --speed -n' ;;
    ban) choices="status set unban banned get why safe reload ping banip unbanip $(_hivectl_banned) --jail --time --all" ;;
    unban) choices=$(_hivectl_banned) ;;
    control) choices="supervisor $(_hivectl_services)" ;;
    help) choices=$commands ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

_hivectl_services() {
    hivectl --no-color status 2>/dev/null | awk 'NR > 1 && NF == 0 { exit } NR > 1 { print $1 }'
}

_hivectl_banned() {
    hivectl --no-color banned 2>/dev/null | awk 'NR > 1 { print $1 }'
}

complete -F _hivectl hivectl
