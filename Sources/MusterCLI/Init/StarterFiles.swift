/// What `muster init` writes.
enum StarterFiles {
    static let inventory = """
        # The hosts of the fleet. `muster inventory check` finds mistakes, `muster inventory edit` changes it safely.
        # Several files may stand beside this one; they are merged in the order of their names.
        version: 1

        # For every host, unless its group or the host itself says otherwise.
        defaults:
          # user: ant                       # whom to log in as; default: your SSH configuration
          service: antnode                  # the kind of node to look for
          # policy:                         # thresholds, caps and delays; docs/inventory.md lists them
          #   node_cap: 20                  # written here, nodes over it are removed
          #   rewards_address: "0xYOUR_ADDRESS"   # who earns: `node add` needs it

        # Hosts that have something in common. `muster survey GROUP` works on the hosts of a group.
        groups:
          # hetzner:
          #   hosts: ["hel[01:04].example.net"]      # hel01 to hel04
          #   labels: {provider: hetzner, country: fi}
          #   policy: {node_cap: 120}

        # Hosts with settings of their own. A host that a group lists needs no entry here.
        hosts:
          # hel01.example.net:
          #   addresses: [100.101.7.1, 203.0.113.5]  # tried in order
          # attic:
          #   via: [hel02.example.net]               # relay to a host behind NAT
          #   become: sudo                           # run the agent as root through sudo -n

        """

    static let playbooks = """
        # Playbooks

        A playbook is staged work over many hosts, written as YAML in this directory. Muster does not run them yet.

        """
}
